/** T5's convention: the decoder starts from the padding token, and a target ends with token 1. */
export const PAD_TOKEN = 0
export const START_TOKEN = PAD_TOKEN
export const END_TOKEN = 1
