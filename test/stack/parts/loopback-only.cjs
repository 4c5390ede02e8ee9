// Preloaded into programs that have no option for the address they listen on: every TCP server binds this machine alone.
const { Server } = require("node:net");

const { listen } = Server.prototype;

Server.prototype.listen = function (first, ...rest) {
  const ready = rest.find((part) => typeof part === "function");
  if (typeof first === "object" && first !== null)
    return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  return listen.call(this, { port: Number(first), host: "127.0.0.1" }, ready);
};
