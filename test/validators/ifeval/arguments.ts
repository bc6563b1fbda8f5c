const TERMS = ['alpha', 'beta']

/** One set of arguments for each instruction type, as IFEval's data has them. */
const ARGUMENTS: Readonly<Record<string, object>> = {
  'keywords:existence': { keywords: TERMS },
  'keywords:frequency': { keyword: 'alpha', frequency: 3, relation: 'at least' },
  'keywords:forbidden_words': { forbidden_words: TERMS },
  'keywords:letter_frequency': { letter: 'a', let_frequency: 3, let_relation: 'less than' },
  'language:response_language': { language: 'en' },
  'length_constraints:number_sentences': { num_sentences: 3, relation: 'less than' },
  'length_constraints:number_paragraphs': { num_paragraphs: 2 },
  'length_constraints:number_words': { num_words: 3, relation: 'less than' },
  'length_constraints:nth_paragraph_first_word': { num_paragraphs: 2, nth_paragraph: 1, first_word: 'alpha' },
  'detectable_content:number_placeholders': { num_placeholders: 2 },
  'detectable_content:postscript': { postscript_marker: 'P.S.' },
  'detectable_format:number_bullet_lists': { num_bullets: 2 },
  'detectable_format:constrained_response': {},
  'detectable_format:number_highlighted_sections': { num_highlights: 2 },
  'detectable_format:multiple_sections': { section_spliter: 'SECTION', num_sections: 2 },
  'detectable_format:json_format': {},
  'detectable_format:title': {},
  'combination:two_responses': {},
  'combination:repeat_prompt': { prompt_to_repeat: 'Write about alpha.' },
  'startend:end_checker': { end_phrase: 'The end.' },
  'startend:quotation': {},
  'change_case:capital_word_frequency': { capital_frequency: 2, capital_relation: 'less than' },
  'change_case:english_capital': {},
  'change_case:english_lowercase': {},
  'punctuation:no_comma': {},
}

export const INSTRUCTION_IDS = Object.keys(ARGUMENTS)

export const ifevalArguments = (name: string): object => ARGUMENTS[name.replace('ifeval:', '')] ?? {}
