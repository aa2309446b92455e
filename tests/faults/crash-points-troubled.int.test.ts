import { troubledCalls, troubledPaths } from './paths/troubled-paths.ts';
import { surveyTests } from './survey-tests.ts';

surveyTests(troubledPaths, troubledCalls);
