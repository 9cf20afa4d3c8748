import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './tokens.css'
import './app.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { applyRememberedTheme } from './state/theme.svelte'

applyRememberedTheme() // before the first paint, so that a dark window never flashes white
const target = document.getElementById('app')
if (target) mount(App, { target })
