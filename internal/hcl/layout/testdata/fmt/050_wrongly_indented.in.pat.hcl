        template "a" {
    name = "a"
  permissions = {
            contents = "read"
        }
                    match {
      name = "a*"
    }
            }
locals {
a = 1
    }
