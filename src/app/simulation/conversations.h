#pragma once

#include <string>
#include <vector>

namespace callfold {

// One invented conversation, in the form of Bolna's transcripts.
struct Conversation {
    std::string customer_name;
    std::string transcript;
};

// All of src/app/simulation/conversations.txt, in its order; never empty.
const std::vector<Conversation>& conversations();

}  // namespace callfold
