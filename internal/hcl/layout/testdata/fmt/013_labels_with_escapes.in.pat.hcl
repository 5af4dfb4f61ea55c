policy "caf\u00e9" {}
policy "says \"no\"" {}
policy "two words" {}
policy "tab\there" {}
policy "é" {}
policy "" {}
