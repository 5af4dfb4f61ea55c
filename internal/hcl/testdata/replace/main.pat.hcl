patctl {
  required_version = ">= 0.1.0"  #@ patctl.required_version
  host             = "github.com" #@ patctl.host
  permission "new_thing" {
    display_name = "New things"      #@ permission.display_name
    section      = "repository"      #@ permission.section
    levels       = ["read", "write"] #@ permission.levels
  }
}

variable "x" {
  type        = string  #@ variable.type
  default     = "x"     #@ variable.default
  description = "Any."  #@ variable.description
  sensitive   = false   #@ variable.sensitive
  nullable    = false   #@ variable.nullable
  validation {
    condition     = var.x != "y" #@ validation.condition
    error_message = "Not y."     #@ validation.error_message
  }
}

locals {
  owners = ["mona"] #@ local
}

template "release" {
  for_each      = { api = "x" }                             #@ template.for_each
  name          = "release"                                 #@ template.name
  description   = "Cuts releases."                          #@ template.description
  target_name   = "octo-org"                                #@ template.target_name
  expires_in    = 90                                        #@ template.expires_in
  permissions   = { contents = "write" }                    #@ template.permissions
  repositories  = ["octo-org/api"]                          #@ template.repositories
  owners        = ["octocat"]                               #@ template.owners
  justification = "Releases."                               #@ template.justification
  endpoints     = ["POST /repos/{owner}/{repo}/releases"]   #@ template.endpoints
  labels        = { team = "release" }                      #@ template.labels
  match {
    name        = "release*" #@ match.name
    permissions = "exact"    #@ match.permissions
  }
}

template "element" {
  name        = var.x
  target_name = "octo-org"
  expires_in  = 30
  permissions = {
    contents = "read"
    issues   = "read"                 #@ element.permission
  }
  repositories = "selected"
  owners = concat(local.owners, [
    "octocat",                        #@ element.owner
  ])
  labels = {
    team = "x"                        #@ element.label
  }
}

module "m" {
  source   = "./m"              #@ module.source
  for_each = toset(["octo-org"]) #@ module.for_each
  days     = 30                 #@ module.argument
}

organization "octo-org" {
  review {
    approve          = ["conforming"]   #@ review.approve
    deny             = ["drifted"]      #@ review.deny
    revoke           = ["unused-token"] #@ review.revoke
    max_actions      = 7                #@ review.max_actions
    max_revoke_share = 0.5              #@ review.max_revoke_share
  }
}

policy "p" {
  on            = ["template"]          #@ policy.on
  severity      = "warning"             #@ policy.severity
  condition     = !can(self.permissions.members) #@ policy.condition
  error_message = "Too long."           #@ policy.error_message
}

rule "unused-token" {
  severity = "notice" #@ rule.severity
  days     = 120      #@ rule.days
}

exception "e" {
  organization = "octo-org"                         #@ exception.organization
  token_id     = 98716                              #@ exception.token_id
  owner        = "hubot"                            #@ exception.owner
  name         = "ci"                               #@ exception.name
  template     = "template.element"                 #@ exception.template
  rules        = ["permission-extra"]               #@ exception.rules
  reason       = "It moves."                        #@ exception.reason
  expires      = "2027-10-01"                       #@ exception.expires
}
