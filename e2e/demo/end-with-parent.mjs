/** Loaded before a program that ends on SIGTERM: makes it end, in the same way, when its standard input closes. */
process.stdin.on('end', () => process.emit('SIGTERM'))
process.stdin.on('error', () => process.emit('SIGTERM'))
process.stdin.resume()
