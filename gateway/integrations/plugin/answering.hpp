#pragma once

#include "gateway/integrations/plugin/call_slots.hpp"
#include "gateway/integrations/plugin/function_host.hpp"
#include "gateway/integrations/plugin/handler_instance.hpp"

namespace postern::integrations {

/// Answers the call of `handle` by `deliver(ports::Call&)`, or drops the answer when there was one
/// before. Any thread.
template <class Deliver>
void answer(FunctionHost& function, postern_call* handle, Deliver deliver) {
    CallSlots& slots = function.services().slots;
    const CallSlots::Claim claim = slots.claim(handle);
    if (claim.slot == nullptr) {
        function.answer_dropped();
        return;
    }
    HandlerInstance* const instance = claim.slot->instance;
    // The slot is freed after the answer is delivered: it may consist of bytes that the slot keeps.
    deliver(*claim.slot->call);
    slots.release(*claim.slot);
    // Last of all: the handler may be shut down as soon as it owes nothing.
    if (claim.kept == CallSlots::Kept::yes) instance->call_ended();
}

}  // namespace postern::integrations
