package analysis

// Pages are the sections of the documentation about codes.
var Pages = pages
