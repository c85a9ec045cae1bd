/** The scanner asks the internet for translations and for Electron's releases, and does without; here it is told at once that there is none. */
const Module = require('node:module')

const load = Module._load
Module._load = function (request, ...rest) {
  if (request === 'got') return () => Promise.reject(new Error('no internet'))
  return load.call(this, request, ...rest)
}
