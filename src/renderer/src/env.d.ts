/// <reference types="vite/client" />
/// <reference types="svelte" />

// Monaco describes its public modules only
declare module 'monaco-editor/editor/browser/widget/*'
