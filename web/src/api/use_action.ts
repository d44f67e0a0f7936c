import { useMutation, useQueryClient } from "@tanstack/react-query";

/**
 * Something a person does that the server answers. Whatever shows one of the named things is read anew afterwards,
 * also after a refusal: what is shown may be why.
 */
export function useAction<Input = void, Output = unknown>(
    act: (input: Input) => Promise<Output>,
    { refreshes, onDone }: { refreshes: string[]; onDone?: (output: Output, input: Input) => void },
) {
    const queryClient = useQueryClient();
    return useMutation({
        mutationFn: act,
        onSuccess: onDone,
        // It is pending until then, so that nobody acts on what is shown from before.
        onSettled: () => Promise.all(refreshes.map((name) => queryClient.invalidateQueries({ queryKey: [name] }))),
    });
}
