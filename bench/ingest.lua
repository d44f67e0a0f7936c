-- wrk script: five stages per call, the project's own bodies, an execution id of its own for each call.
-- The first argument after `--` is the folder of the bodies.
local stages = { "initiated", "ringing", "in-progress", "call-disconnected", "completed" }
local counter = 0

function setup(thread)
    counter = counter + 1
    thread:set("thread_number", counter)
end

function init(args)
    bodies = {}
    for index, stage in ipairs(stages) do
        local file = assert(io.open(args[1] .. "/" .. stage .. ".json"))
        -- Compact, as platforms send it; the id and the customer's number are filled in per call.
        local body = file:read("*a"):gsub("\n%s*", "")
        file:close()
        local id = body:match('"id": ?"([^"]+)"')
        bodies[index] = { body, id }
    end
    call = 0
    stage = 0
    started = os.time()
end

function request()
    stage = stage % #stages + 1
    if stage == 1 then call = call + 1 end
    local body, id = bodies[stage][1], bodies[stage][2]
    local own = string.format("%08x-%04x-4000-8000-%012x", started, thread_number, call)
    local at = body:find(id, 1, true)
    local filled = body:sub(1, at - 1) .. own .. body:sub(at + #id)
    return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, filled)
end

function done(summary, latency, requests)
    local seconds = summary.duration / 1e6
    local refused = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
    io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / seconds,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, refused))
end
