# A file of comments
# indented
// another kind
/* a third
   over lines */
