template    "a"    {
}
template"b"{
}
permission   "new_thing"{
  section="repository"
}
