// Loaded into every Node process of the tests: a connection to another host is written down, and refused.
const { appendFileSync } = require("node:fs");
const net = require("node:net");

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  const host = typeof options === "object" ? options.host : given[1];
  const local = typeof options === "object" && options.path !== undefined;
  if (local || host === "127.0.0.1") {
    return connect.apply(this, given);
  }
  appendFileSync(process.env.CONNECTIONS_LOG, `${host}\n`);
  throw new Error(`the tests allow no connection to ${host}`);
};
