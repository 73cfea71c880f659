namespace Torch.Tests;

/// <summary>What the package, TorchSharp 0.107.0 with libtorch 2.10, does otherwise than PyTorch. Their tests hold the managed engine.</summary>
/// <remarks><see cref="PackageFaultTests"/> fails for what a later package has mended: take it off the list then.</remarks>
public static class PackageFaults
{
    private const string Gradient = "OperationGradientTests.Agrees_with_difference_quotients_for_every_shape_and_layout";
    private const string Golden = "GoldenTests.PyTorch_agrees";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PackageFault> All { get; } =
    [
        new(Golden, "baddbmm", "baddbmm(input, a, b) computes b + input @ a."),
        new(Gradient, "baddbmm", "baddbmm(input, a, b) computes b + input @ a."),
        new(Golden, "init xavier_normal_(4, 3)", "xavier_normal_ draws from the uniform distribution."),
        new(Golden, "schedule MultiStepLR", "MultiStepLR counts a milestone that is named twice once."),
        new("SchedulerTests.Each_epoch_has_the_rate_of_the_formula", "multi-step", "MultiStepLR counts a milestone that is named twice once."),
        new(Golden, "optimiser SGD maximize dampening", "SGD dampens the first step too when it maximizes."),
        new("OptimizerTests.A_state_dictionary_is_copied_not_shared",
            "SGD", "load_state_dict of SGD without momentum throws a NullReferenceException."),
        new("OptimizerTests.One_parameter_is_not_taken_twice", null, "An optimizer takes a parameter twice, and steps it twice."),
        new("SchedulerTests.Chained_schedules_are_of_one_optimizer", null, "ChainedLR takes schedules of several optimizers."),
        new("SchedulerTests.A_cycle_rises_and_falls_while_momentum_falls_and_rises",
            "Triangular", "CyclicLR moves the momentum with the rate, not against it."),
        new("SchedulerTests.A_cycle_rises_and_falls_while_momentum_falls_and_rises",
            "Triangular2", "CyclicLR moves the momentum with the rate, not against it."),
        new("SchedulerTests.A_cycle_rises_and_falls_while_momentum_falls_and_rises", "ExpRange", "CyclicLR's ExpRange does not fall with the steps."),
        new("SchedulerTests.A_cycle_scales_by_a_function_of_the_step_or_of_the_cycle_and_cycles_the_first_beta_of_Adam", null,
            "CyclicLR does not cycle Adam's first beta."),
        new("SchedulerTests.A_cycle_has_a_length", null, "CyclicLR takes a cycle of no steps."),
        new("DistributionTests.A_categorical_distribution_draws_by_a_generator_of_ones_own", null, "Categorical ignores its generator."),
        new("LayerTests.Hardtanh_keeps_to_its_bounds", null, "Hardtanh ignores its bounds."),
        new("LayerTests.A_convolution_divides_its_channels_among_its_groups", null,
            "A convolution is made whose channels do not divide among its groups."),
        new("ImageOperationTests.One_value_a_channel_is_not_normalised", null, "batch_norm normalises a single value a channel, to nothing."),
        new("ModuleTests.A_module_list_names_by_position_even_after_a_change", null,
            "A ModuleList registers its modules only as a field of another module."),
        new("ModuleTests.A_module_dictionary_names_by_key", null, "A ModuleDict registers its modules only as a field of another module."),
        new("ModuleTests.A_module_used_twice_has_its_parameters_once_and_its_state_under_both_names", null,
            "state_dict leaves a module's second name out."),
        new("ModuleTests.A_buffer_that_is_not_persistent_is_no_state", null, "named_buffers leaves out what is not persistent."),
        new("ModuleTests.A_name_is_given_once", null, "register_module replaces a module of the same name."),
        new("ModuleTests.Sequential_never_disposes_an_input_that_a_layer_hands_on", null, "Sequential disposes its input when a layer hands it on."),
        new("ModuleTests.Converting_keeps_the_parameters_their_optimizer_knows", null,
            "Module.to makes new parameters, and disposes those that an optimizer has."),
        new("ModuleFileTests.Transposed_weights_are_written_row_by_row", null, "A module with a transposed weight cannot be saved."),
        new("ViewTests.A_tensor_without_elements_is_read_as_no_values", null,
            "data<T>().ToArray() throws for a tensor without elements and several dimensions."),
        new("OutOfBoundsTests.Where_PyTorch_counts_from_the_end_so_does_this",
            "take_along_dim", "take_along_dim wraps positions that are not there."),
        new("OutOfBoundsTests.The_largest_step_of_a_slice_takes_its_first_row", null, "A slice's step times its stride runs over."),
        new("OutOfBoundsTests.The_largest_number_of_chunks_is_one_a_row", null, "A number of chunks plus a length runs over."),
        new("RefusedNumbersTests.What_PyTorch_refuses_is_refused",
            "an int64 of 2 to the 63", "libtorch takes 2^63 for an int64, and makes the smallest of it."),
        new("AutogradTests.Grad_gives_null_for_an_input_that_may_be_unused", null,
            "autograd.grad gives a tensor without a handle for an unused input."),
        new(Gradient, "nanmean", "nanmean is called without a type, and libtorch refuses."),
        new(Gradient, "diff of pairs", "diff has no other order than 1."),
        new(Gradient, "kron", "kron refuses tensors that are not contiguous."),
        new(Gradient, "aminmax", "aminmax has no gradient."),
        new(Gradient, "weighted binary_cross_entropy (None)", "binary_cross_entropy has no gradient for its weights."),
        new(Gradient, "weighted binary_cross_entropy (Mean)", "binary_cross_entropy has no gradient for its weights."),
        new(Gradient, "weighted binary_cross_entropy (Sum)", "binary_cross_entropy has no gradient for its weights."),
        new("CustomFunctionTests.A_wrong_number_of_gradients_is_told", null,
            "An exception in a gradient of one's own ends the process.", EndsTheProcess: true),
        new("CustomFunctionTests.A_saved_tensor_that_was_overwritten_is_refused", null,
            "An exception in a gradient of one's own ends the process.", EndsTheProcess: true),
        new("AutogradTests.Grad_refuses_an_input_that_the_result_does_not_depend_on", null,
            "An exception in autograd.grad ends the process.", EndsTheProcess: true),
        new("OperationValueTests.A_state_of_another_size_is_refused", null, "An exception in set_state ends the process.", EndsTheProcess: true),
        new("RefusedNumbersTests.What_PyTorch_refuses_is_refused",
            "a number nan as an integer", "An exception in a number's conversion ends the process.", EndsTheProcess: true),
    ];
}
