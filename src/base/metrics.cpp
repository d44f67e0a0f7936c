#include "base/metrics.h"

#include <sstream>

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace callfold {

struct Metrics::Registry {
    prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
};

Metrics::Metrics() : registry_(std::make_unique<Registry>()) {}
Metrics::~Metrics() = default;

prometheus::Counter& Metrics::counter(const std::string& name, const std::string& meaning,
                                      const std::map<std::string, std::string>& labels) {
    return prometheus::BuildCounter()
        .Name(name)
        .Help(meaning)
        .Register(registry_->registry)
        .Add(labels);
}

prometheus::Gauge& Metrics::gauge(const std::string& name, const std::string& meaning,
                                  const std::map<std::string, std::string>& labels) {
    return prometheus::BuildGauge()
        .Name(name)
        .Help(meaning)
        .Register(registry_->registry)
        .Add(labels);
}

prometheus::Histogram& Metrics::seconds(const std::string& name, const std::string& meaning,
                                        const std::map<std::string, std::string>& labels) {
    static const prometheus::Histogram::BucketBoundaries boundaries{
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    return prometheus::BuildHistogram()
        .Name(name)
        .Help(meaning)
        .Register(registry_->registry)
        .Add(labels, boundaries);
}

std::string Metrics::text() const {
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, registry_->registry.Collect());
    return out.str();
}

}  // namespace callfold
