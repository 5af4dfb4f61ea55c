template "a" {
  name = "a"
}