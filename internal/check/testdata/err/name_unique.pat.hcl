template "z" {
  name        = "Deploy"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}

template "a" {
  name        = "deploy" # ERROR: Duplicate template name | The template template.z, declared at main.pat.hcl:1:1, already has the name "Deploy" for "octo-org".
  target_name = "Octo-Org"
  expires_in  = 30
  permissions = { contents = "read" }
}

template "other_owner" {
  name        = "deploy"
  target_name = "octodemo"
  expires_in  = 30
  permissions = { contents = "read" }
}

template "instance" {
  for_each    = toset(["api", "docs", "web"])
  name        = "service" # ERROR: Duplicate template name | so that each instance has a different name.  This applies to template.instance["docs"] and template.instance["web"].
  expires_in  = 30
  permissions = { contents = "read" }
}
