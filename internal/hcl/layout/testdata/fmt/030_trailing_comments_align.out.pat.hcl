template "a" {
  name        = "a"            # short
  description = "A longer one" // long
  expires_in  = 90 /* days */
  target_name = "octo-org"
  owners      = []              # nobody yet
  permissions = {               # least
    contents          = "read"  # code
    actions_variables = "write" # settings
  }                             # end
}
