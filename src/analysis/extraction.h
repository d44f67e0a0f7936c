#pragma once

#include <optional>

#include "analysis/conversation.h"
#include "domain/analysis.h"

namespace callfold {

// Who the customer is, as far as it is said; each claim with the sentence it comes from, not
// verified yet. Only words of the customer count, and the agent's question after the name if the
// customer says yes to it. Of several, the first one counts.

// The customer's name, as written in the transcript, without a title: "my name is …", "this is …",
// "… speaking"; "am I speaking with …?" answered by yes.
std::optional<Claim> customer_name(const Conversation& conversation);

// An e-mail address in lower case, written ("nora@example.com") or spoken ("nora dot smith at the
// rate example dot com", "n o r a at …"). A spoken one whose beginning is not clear is left out.
std::optional<Claim> customer_email(const Conversation& conversation);

// A telephone number, in figures or words ("nine eight double seven …"): E.164 where its country is
// said, else its digits. Seven to nine digits count only in a sentence about telephones.
std::optional<Claim> customer_phone(const Conversation& conversation);

}  // namespace callfold
