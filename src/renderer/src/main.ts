import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './tokens.css'
import './app.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { loadWhenIdle } from './loadWhenIdle'
import { prepareMonaco } from './monaco/load'
import { applyRememberedTheme } from './state/theme.svelte'
import { VIEWS } from './views/registry'
import { loadProgramView, loadTaskEditorView } from './views/tasks/taskPages'

applyRememberedTheme() // before the first paint, so that a dark window never flashes white
const target = document.getElementById('app')
if (target) mount(App, { target })
void loadWhenIdle([loadProgramView, prepareMonaco, loadTaskEditorView, ...VIEWS.map(({ load }) => load)])
