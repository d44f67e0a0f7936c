#pragma once

#include <string>

#include "analysis/analyzer.h"

namespace callfold {

// The material of a request as the model reads it, between <material> and </material>: what is
// known of the calls, then their transcripts. Each turn is one line that begins with its speaker,
// so that no words can pass for another speaker's or for the end of the material.
std::string model_input(const AnalysisRequest& request);

}  // namespace callfold
