-- Starts `patctl lsp` for the files of patctl, in Neovim 0.7 and later.
local M = {}

-- The file names, as Lua patterns, and the filetypes of this plugin for them.
local files = {
  ['%.pat%.hcl$'] = 'patctl',
  ['%.pattest%.hcl$'] = 'patctl-test',
  ['%.patvars$'] = 'patctl-vars',
  ['%.pat%.json$'] = 'json',
  ['%.patvars%.json$'] = 'json',
}

-- The filetypes that may have such a name. jsonc is what some people use for json.
local filetypes = { 'patctl', 'patctl-test', 'patctl-vars', 'json', 'jsonc' }

--- Returns whether a buffer has a file of patctl.
function M.serves(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  for pattern in pairs(files) do
    if name:match(pattern) then
      return true
    end
  end
  return false
end

--- Returns the top of the repository that has the file, or else the directory of the
--- file, so that a module and the configuration that uses it have one server.
function M.root(bufnr)
  local uv = vim.uv or vim.loop
  local dir = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':p:h')
  local at = dir
  while not uv.fs_stat(at .. '/.git') do
    local parent = vim.fn.fnamemodify(at, ':h')
    if parent == at then
      return dir
    end
    at = parent
  end
  return at
end

--- Returns the configuration for vim.lsp.config of Neovim 0.11 and later.
function M.config()
  return {
    cmd = { 'patctl', 'lsp' },
    filetypes = vim.deepcopy(filetypes),
    root_dir = function(bufnr, on_dir)
      if M.serves(bufnr) then
        on_dir(M.root(bufnr))
      end
    end,
  }
end

-- Neovim before 0.9 can't open the links of the server.
local function show_document(_, params)
  local external = params and params.external and params.uri and params.uri:match('^https://')
  if external and vim.fn.exists('*netrw#BrowseX') == 0 then
    vim.cmd('silent! runtime autoload/netrw.vim')
  end
  local shown = external and pcall(vim.fn['netrw#BrowseX'], params.uri, 0)
  return { success = shown and true or false }
end

-- Shows code lenses and inlay hints, where this Neovim can.
local function show(client, bufnr)
  local can = client.server_capabilities or client.resolved_capabilities or {}
  if can.inlayHintProvider and vim.lsp.inlay_hint then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  if not can.codeLensProvider and not can.code_lens then
    return
  end
  if vim.lsp.codelens.enable then
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
    return
  end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'BufWritePost' }, {
    group = vim.api.nvim_create_augroup('patctl_codelens_' .. bufnr, {}),
    buffer = bufnr,
    callback = function()
      vim.lsp.codelens.refresh({ bufnr = bufnr })
    end,
  })
  vim.lsp.codelens.refresh({ bufnr = bufnr })
end

-- Starts the server for a buffer in Neovim before 0.11, or uses the one of its root.
local clients = {}
local function start(config, bufnr)
  config = vim.tbl_extend('force', config, { root_dir = M.root(bufnr) })
  if vim.lsp.start then
    vim.api.nvim_buf_call(bufnr, function()
      vim.lsp.start(config)
    end)
    return
  end
  local id = clients[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(bufnr, id)
    vim.api.nvim_buf_set_option(bufnr, 'omnifunc', 'v:lua.vim.lsp.omnifunc')
    vim.api.nvim_buf_set_option(bufnr, 'tagfunc', 'v:lua.vim.lsp.tagfunc')
  end
end

--- Starts the server for all files of patctl that are open, and that will be. Options
--- are those of vim.lsp.config, such as cmd and on_attach.
function M.setup(options)
  options = options or {}
  local on_attach = options.on_attach
  options = vim.tbl_extend('force', options, {
    on_attach = function(client, bufnr)
      show(client, bufnr)
      if on_attach then
        on_attach(client, bufnr)
      end
    end,
  })
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config('patctl', options)
    vim.lsp.enable('patctl')
    return
  end

  local config = vim.tbl_deep_extend('force', { name = 'patctl' }, M.config(), options)
  config.filetypes = nil
  if vim.fn.has('nvim-0.9') == 0 then
    config.handlers = vim.tbl_extend('keep', config.handlers or {}, { ['window/showDocument'] = show_document })
    config.capabilities = config.capabilities or vim.lsp.protocol.make_client_capabilities()
    config.capabilities.window.showDocument = { support = true }
  end
  local function begin(bufnr)
    if vim.api.nvim_buf_is_loaded(bufnr) and M.serves(bufnr) and vim.bo[bufnr].buftype == '' then
      start(config, bufnr)
    end
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('patctl', {}),
    pattern = filetypes,
    callback = function(event)
      begin(event.buf)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    begin(bufnr)
  end
end

return M
