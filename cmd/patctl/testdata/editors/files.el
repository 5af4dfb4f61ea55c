;;; What Emacs does with the files of patctl without a server: modes, comments,
;;; indentation, and colors.  TestEmacsFiles runs it in a directory with examples.

(require 'cl-lib)
(require 'imenu)

(defun check (ok what got)
  (unless ok
    (princ (format "FAIL %s: %S\n" what got))
    (kill-emacs 1)))

(defmacro in-file (name &rest body)
  (declare (indent 1))
  `(with-current-buffer (find-file-noselect ,name)
     (prog1 (progn ,@body)
       (set-buffer-modified-p nil)
       (kill-buffer))))

;; The package brings autoloads: the mode is not loaded before the first file.
(require 'package)
(let ((inhibit-message t))
  (package-install-file (expand-file-name "emacs/patctl-mode.el" (getenv "EDITORS"))))
(check (not (featurep 'patctl-mode)) "autoload" features)

(cl-loop for (name . want) in '(("new.pat.hcl" . patctl-mode)
                                ("new.pattest.hcl" . patctl-test-mode)
                                ("new.patvars" . patctl-vars-mode)
                                ("new.auto.patvars" . patctl-vars-mode)
                                ("other.hcl" . fundamental-mode))
         do (in-file name (check (eq major-mode want) name major-mode)))

(defun stripped ()
  "Remove the indentation of code, but not of heredocs and comments."
  (let ((text nil))
    (goto-char (point-min))
    (while (not (eobp))
      (let ((line (buffer-substring (line-beginning-position) (line-end-position))))
        (unless text (delete-horizontal-space))
        (cond ((and text (string-match-p text line)) (setq text nil))
              (text nil)
              ((string-match "<<-?\\([A-Z]+\\)$" line)
               (setq text (concat "^ *" (match-string 1 line) "$")))
              ((string-match "/\\*" line) (setq text "\\*/"))))
      (forward-line 1))))

;; The examples are formatted.  Without their indentation they get the same one back.
(let ((files (directory-files-recursively "." "\\.hcl\\'"))
      (inhibit-message t))
  (check (> (length files) 5) "examples" files)
  (dolist (file files)
    (in-file file
      (let ((want (buffer-string)))
        (stripped)
        (indent-region (point-min) (point-max))
        (let ((at (compare-strings want nil nil (buffer-string) nil nil)))
          (check (eq at t) file
                 (unless (eq at t)
                   (goto-char (abs at))
                   (list (line-number-at-pos)
                         (buffer-substring (line-beginning-position) (line-end-position))))))))))

(defconst faces
  '(("Block" font-lock-keyword-face) ("Repeat" font-lock-keyword-face)
    ("Argument" font-lock-variable-name-face) ("Function" font-lock-function-name-face)
    ("Reference" font-lock-variable-name-face font-lock-builtin-face)
    ("Constant" font-lock-constant-face) ("String" font-lock-string-face)))

;; Each line of the file ends with a comment: the text and its color in Vim's words.
(in-file "look/colors.pat.hcl"
  (font-lock-ensure)
  (goto-char (point-min))
  (while (re-search-forward "# \\(\\S-+\\) is patctl\\(\\S-+\\)$" nil t)
    (let ((text (match-string 1)) (want (cdr (assoc (match-string 2) faces))))
      (when want
        (save-excursion
          (goto-char (line-beginning-position))
          (search-forward text)
          (let ((got (get-text-property (match-beginning 0) 'face)))
            (check (memq (if (consp got) (car got) got) want)
                   (format "%d %s" (line-number-at-pos) text) got))))))
  (goto-char (point-min))
  (comment-region (line-beginning-position) (line-end-position))
  (check (looking-at-p "# template") "comment" (thing-at-point 'line)))

(in-file "look/heredoc.pat.hcl"
  (font-lock-ensure)
  (search-forward "no comments")
  (check (nth 3 (syntax-ppss)) "heredoc" (syntax-ppss))
  (search-forward "expires_in")
  (check (null (nth 8 (syntax-ppss))) "after the heredoc" (syntax-ppss)))

(in-file "templates.pat.hcl"
  (let ((index (funcall imenu-create-index-function)))
    (check (assoc "template \"clone\"" index) "imenu" index)))

(princ "passed\n")
