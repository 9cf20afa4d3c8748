/** How the policy that ships was trained; what these leave open is as in the default settings of an experiment. */
export const SEED = 17
export const MUTANTS = 19_200
export const EPOCHS = 3
/** share of the mutants that is not taught */
export const HELD_OUT = 0.05
export const FINAL_LEARNING_RATE = 0.02
