import { token, type ThemeName } from '../state/theme.svelte'
import { monaco } from './monaco'

/** The editor in the colours of the window's tokens. Call it again when the theme changes. */
export function applyTheme(name: ThemeName): void {
  /** Monaco reads #rrggbb only; the style sheet's minifier writes #fff */
  const colour = (variable: string): string => token(variable).replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')
  const hex = (variable: string): string => colour(variable).slice(1)
  monaco.editor.defineTheme(`codeit-${name}`, {
    base: name === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: hex('--text') },
      { token: 'keyword', foreground: hex('--kw') },
      { token: 'function', foreground: hex('--fn') },
      { token: 'constant', foreground: hex('--const') },
      { token: 'number', foreground: hex('--const') },
      { token: 'variable', foreground: hex('--var') },
      { token: 'comment', foreground: hex('--faint') },
      { token: 'delimiter', foreground: hex('--dim') },
    ],
    colors: {
      'editor.background': colour('--panel'),
      'editor.foreground': colour('--text'),
      'editor.lineHighlightBackground': colour('--accent-bg'),
      'editor.lineHighlightBorder': '#00000000',
      'editorLineNumber.foreground': colour('--faint'),
      'editorLineNumber.activeForeground': colour('--text'),
      'editorCursor.foreground': colour('--accent'),
      'editor.selectionBackground': `${colour('--accent')}44`,
      'editor.inactiveSelectionBackground': `${colour('--accent')}22`,
      'editorWidget.background': colour('--panel'),
      'editorWidget.border': colour('--line2'),
      'editorSuggestWidget.selectedBackground': colour('--accent-bg'),
      'editorSuggestWidget.selectedForeground': colour('--text'),
      'editorSuggestWidget.highlightForeground': colour('--accent'),
      'editorSuggestWidget.focusHighlightForeground': colour('--accent'),
      'editorError.foreground': colour('--bad'),
      'editorWarning.foreground': colour('--warn'),
      'editorInfo.foreground': colour('--accent'),
      'editorBracketHighlight.foreground1': colour('--dim'),
      'editorBracketHighlight.foreground2': colour('--dim'),
      'editorBracketHighlight.foreground3': colour('--dim'),
      'editorBracketHighlight.unexpectedBracket.foreground': colour('--bad'),
      'editorBracketMatch.background': colour('--accent-bg'),
      'editorBracketMatch.border': colour('--line2'),
      'scrollbarSlider.background': `${colour('--faint')}33`,
      'scrollbarSlider.hoverBackground': `${colour('--faint')}66`,
      'scrollbar.shadow': '#00000000',
      focusBorder: colour('--accent'),
    },
  })
  monaco.editor.setTheme(`codeit-${name}`)
}
