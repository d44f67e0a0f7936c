#include "domain/erasure.h"

namespace callfold {

EventFacts without_personal_data(const EventFacts& facts) {
    EventFacts kept;
    kept.agent_id = facts.agent_id;
    kept.batch_id = facts.batch_id;
    if (facts.customer_number) kept.customer_number = erased_number;
    kept.direction = facts.direction;
    kept.conversation_duration = facts.conversation_duration;
    kept.telephony_duration = facts.telephony_duration;
    kept.transcriber_duration = facts.transcriber_duration;
    kept.voicemail = facts.voicemail;
    kept.cost = facts.cost;
    kept.transcript = facts.transcript;
    return kept;
}

EventFacts without_texts(EventFacts facts) {
    facts.summary.reset();
    facts.extracted_data.reset();
    return facts;
}

}  // namespace callfold
