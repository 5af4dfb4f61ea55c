package workspace

// openNoFollow: Windows has no such flag; what was opened is compared instead.
const openNoFollow = 0
