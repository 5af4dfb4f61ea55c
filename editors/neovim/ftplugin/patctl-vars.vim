runtime! ftplugin/patctl.vim
