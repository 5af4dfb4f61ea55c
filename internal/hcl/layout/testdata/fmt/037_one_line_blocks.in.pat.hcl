match {permissions="exact"}
patctl { required_version=">= 0.1.0" }
review {}
review { }
template "a" { name="a" }
