runtime! syntax/patctl.vim
