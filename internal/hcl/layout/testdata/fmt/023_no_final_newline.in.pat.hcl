template "a" {
  name="a"
}