/* head */ template "a" /* label */ { # open
  /* lead */ name /* n */ = /* v */ "a" /* t */ # end
  # alone
      # deep
  permissions = /* all */ {
    /* k */ contents /* c */ = "read", // r
    # last
  }
  owners = [ # who
    "octocat", /* a cat */
    # nobody else
  ]
} # close
