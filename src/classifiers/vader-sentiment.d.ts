declare module 'vader-sentiment' {
  const vader: {
    readonly SentimentIntensityAnalyzer: {
      /** `compound` lies between -1 and 1. */
      polarity_scores(text: string): { readonly compound: number }
    }
  }
  export default vader
}
