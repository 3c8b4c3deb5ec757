/** What we use of it. Node.js has it, and Node.js's types leave it to those of browsers, which we do not load. */
declare namespace WebAssembly {
  type Module = object
  function compile(bytes: Uint8Array): Promise<Module>
}
