template "list" {
  for_each = ["a", "b"] # ERROR: Invalid for_each | toset
  name     = each.key
}

template "text" {
  for_each = "a" # ERROR: Invalid for_each | The value is a string
  name     = each.key
}

template "nothing" {
  for_each = null # ERROR: Invalid for_each | The value is null
  name     = each.key
}

template "set_of_null" {
  for_each = toset(["a", null]) # ERROR: Invalid for_each | cannot contain null
  name     = each.key
}

template "set_of_numbers" {
  for_each = toset([1, 2]) # ERROR: Invalid for_each
  name     = each.key
}

template "own_key" {
  for_each = { (each.key) = 1 } # ERROR: Invalid reference
  name     = each.key
}

template "secret" {
  for_each = sensitive(toset(["a"])) # ERROR: Invalid for_each | become part of addresses
  name     = each.key
}
