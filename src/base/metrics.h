#pragma once

#include <map>
#include <memory>
#include <string>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace callfold {

// The program's metrics in the Prometheus text format. Who counts something asks for its counter
// once and keeps the reference, which lives as long as this. Names carry their unit and the prefix
// `callfold_`. Thread-safe. Labels never hold anything personal.
class Metrics {
  public:
    Metrics();
    ~Metrics();

    prometheus::Counter& counter(const std::string& name, const std::string& meaning,
                                 const std::map<std::string, std::string>& labels = {});
    prometheus::Gauge& gauge(const std::string& name, const std::string& meaning,
                             const std::map<std::string, std::string>& labels = {});
    // A histogram of seconds, from 0.5 ms to 30 s.
    prometheus::Histogram& seconds(const std::string& name, const std::string& meaning,
                                   const std::map<std::string, std::string>& labels = {});

    std::string text() const;

  private:
    struct Registry;
    std::unique_ptr<Registry> registry_;
};

}  // namespace callfold
