package github

// DecodeWhole is what ReadSnapshot has to agree with.
var DecodeWhole = decodeWhole
