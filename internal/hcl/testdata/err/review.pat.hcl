organization "octo-org" {
  review {
    message = "${self.nothing}" # ERROR: Reference to undeclared attribute | "nothing"
  }
}

organization "octodemo" {
  review {
    message = ["x"] # ERROR: Invalid message | must be a string
    contact = "a\nb" # ERROR: Invalid contact | on one line
  }
}

organization "octo-corp" {
  review {
    message = join("", [for i in range(1000) : "xx"]) # ERROR: Message too long | 2000 or more characters
  }
}

organization "octo-inc" {
  review {
    message = " " # ERROR: Invalid message | The message is empty
    contact = self.owner # ERROR: Invalid reference | self
  }
}
