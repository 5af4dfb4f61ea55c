runtime! indent/patctl.vim
