#pragma once

#include <list>
#include <string>
#include <vector>

#include "domain/analysis.h"
#include "storage/connection.h"

namespace callfold {

// An assessment as the columns of `lead_analytics`, in the order total_score … extra (28 columns).
// Owns the JSON texts that the parameters point to.
class AssessmentColumns {
  public:
    explicit AssessmentColumns(const Assessment& assessment);
    // Appends the 28 parameters. They live as long as this and the assessment do.
    void append_to(std::vector<Parameter>& parameters) const;

  private:
    const Assessment& assessment_;
    std::list<std::string> texts_;
    std::vector<Parameter> claims_;
};

// Reads an assessment from a row whose columns from `first` on are: the six scores, sentiment,
// summary, outcome, the seven lists, name, e-mail, phone, extra (20 columns).
Assessment read_assessment(const Row& row, int first);

// Claims as JSON text and back, as the list columns hold them.
std::string encode_claims(const std::vector<Claim>& claims);
std::vector<Claim> decode_claims(std::string_view json);

}  // namespace callfold
