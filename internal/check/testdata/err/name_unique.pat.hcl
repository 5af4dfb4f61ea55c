template "z" {
  name        = "Deploy"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}

template "a" {
  name        = "deploy" # ERROR: Duplicate name of a template | The template template.z, declared at main.pat.hcl:1:1, has the name "Deploy" already for "octo-org"
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
  name        = "service" # ERROR: Duplicate name of a template | put each.key into it.  This concerns template.instance["docs"] and template.instance["web"].
  expires_in  = 30
  permissions = { contents = "read" }
}
