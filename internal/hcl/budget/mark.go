package budget

// mark is the type of the one mark that values carry.
type mark string

// Sensitive marks the values of sensitive variables and what is derived
// from them.
const Sensitive mark = "sensitive"
