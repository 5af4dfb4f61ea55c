policy "café" {}
policy "says \"no\"" {}
policy "two words" {}
policy "tab\there" {}
policy "é" {}
policy "" {}
