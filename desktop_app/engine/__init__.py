"""The local engine: trains and answers on this computer behind the OpenAI wire protocol."""
