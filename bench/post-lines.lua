-- wrk script: posts each line of a file once and ends when every one of them is answered.
--   wrk --threads 1 ... -s post-lines.lua URL -- FILE CONNECTIONS NAME
-- Lines are "TOKEN BODY". NAME makes the retry keys unlike those of another run. One thread only: it alone knows the end.
local ffi = require("ffi")
ffi.cdef("int getpid(void); long syscall(long number, ...);")
local tgkill, sigint = 234, 2 -- x86-64

local lines, prefix, connections
local sent, parked = 0, 0
local rehearsed

function init(arguments)
   lines = assert(io.lines(arguments[1]))
   connections = tonumber(arguments[2])
   prefix = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nContent-Type: application/json\r\nIdempotency-Key: "
      .. arguments[3] .. "-"
end

-- wrk asks for a request when a connection has its last answer. After the last line it gets none: the connection is
-- parked, and when all are, all have been answered.
function request()
   -- The first time wrk asks before any connection does, to see whether it can be read. That one is not sent.
   if not rehearsed then
      rehearsed = lines()
      return message(rehearsed)
   end
   local line = lines and (sent == 0 and rehearsed or lines())
   if not line then
      lines = nil
      parked = parked + 1
      if parked >= connections then
         wrk.thread:stop()
         -- The main thread sleeps for the whole --duration unless a signal wakes it.
         local process = ffi.C.getpid()
         ffi.C.syscall(tgkill, ffi.cast("long", process), ffi.cast("long", process), ffi.cast("long", sigint))
      end
      return ""
   end
   sent = sent + 1
   return message(line)
end

function message(line)
   local space = line:find(" ", 1, true)
   return prefix .. sent .. "\r\nAuthorization: Bearer " .. line:sub(1, space - 1)
      .. "\r\nContent-Length: " .. (#line - space) .. "\r\n\r\n" .. line:sub(space + 1)
end

-- One line for bash: times in milliseconds, the duration in microseconds.
function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("answered=%d not_2xx=%d socket_errors=%d duration_us=%d p50=%.1f p99=%.1f worst=%.1f\n",
      summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout, summary.duration,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
