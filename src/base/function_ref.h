#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace callfold {

// A reference to something callable, for parameters that are called before the function returns: no
// allocation, no copy. What it refers to must outlive it.
template <class Signature>
class FunctionRef;

template <class Answer, class... Arguments>
class FunctionRef<Answer(Arguments...)> {
  public:
    template <class Callable>
    requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef> &&
             std::is_invocable_r_v<Answer, Callable&, Arguments...>)
        FunctionRef(
            Callable&& callable) {  // NOLINT(google-explicit-constructor): it is a reference
        using Called = std::remove_reference_t<Callable>;
        if constexpr (std::is_function_v<Called>) {
            target_.function = reinterpret_cast<void (*)()>(&callable);
            call_ = [](Target target, Arguments... arguments) -> Answer {
                return reinterpret_cast<Called*>(target.function)(
                    std::forward<Arguments>(arguments)...);
            };
        } else {
            target_.object = const_cast<void*>(static_cast<const void*>(std::addressof(callable)));
            call_ = [](Target target, Arguments... arguments) -> Answer {
                return (*static_cast<Called*>(target.object))(
                    std::forward<Arguments>(arguments)...);
            };
        }
    }

    Answer operator()(Arguments... arguments) const {
        return call_(target_, std::forward<Arguments>(arguments)...);
    }

  private:
    union Target {
        void* object;
        void (*function)();
    };

    Target target_;
    Answer (*call_)(Target, Arguments...);
};

}  // namespace callfold
